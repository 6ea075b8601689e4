package org.layergraft.model;

/**
 * A value that flows from one node to another.
 *
 * @param value the variable's name in the code, or "" for a nested expression
 * @param type TorchScript type where known, else ""
 */
public record FlowEdge(String from, String to, String value, String type) {}
