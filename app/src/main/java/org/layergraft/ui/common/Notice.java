package org.layergraft.ui.common;

import org.layergraft.text.Problem;

/** One sentence across the window: what went wrong, or where something now lies. */
public record Notice(Tone tone, Problem text) {}
