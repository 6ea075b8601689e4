package org.layergraft.step;

/** Where in an iteration a process is. */
public enum Phase {
    CONSTRUCT,
    FORWARD,
    LOSS,
    BACKWARD,
    STEP
}
