/**
 * Models that {@code samples/capture.py} watched in their own environment: read from JSON, drawn as a graph, and what
 * DistributedDataParallel would do with them predicted. Nothing here runs a model; what is predicted is always said to be.
 */
package org.layergraft.capture;
