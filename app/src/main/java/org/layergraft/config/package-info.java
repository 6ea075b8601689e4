/**
 * Training configurations of MMEngine, MMDetection and mmcv: read without executing them, explained, and patched with the smallest
 * edit. Python, YAML and JSON; every value knows where it is written and what it overrode.
 */
package org.layergraft.config;
