/** What happened so far: runs, edits, warnings, errors. */
package org.layergraft.ui.messages;
