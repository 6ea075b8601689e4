/** The switches as lines for a training script. */
package org.layergraft.ui.snippets;
