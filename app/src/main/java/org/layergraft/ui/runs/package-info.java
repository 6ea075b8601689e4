/** Runs that came to an end. */
package org.layergraft.ui.runs;
