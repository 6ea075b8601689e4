/** The timeline of an iteration: one lane per rank, drawn to scale. */
package org.layergraft.ui.timeline;
