package org.layergraft.config;

import org.layergraft.text.Problem;

/** Something that a reader of this config should know, and the place it is about. */
public record Note(Problem text, Span where) {}
