package org.layergraft.model;

/** A buffer as {@code named_buffers()} lists it. */
public record Buffer(String name, Shape shape, DType dtype) {}
