/** The edit log as a list: what was done, what each step adds, and how the model fared after it. */
package org.layergraft.ui.edits;
