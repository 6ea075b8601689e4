/** Runs inside the engine process: libtorch through DJL, one device. The only package that knows {@code ai.djl}. */
package org.layergraft.step.djl;
