/** Edits, layer kinds, the edit log, and applying it: base archive and list of edits in, archive out; a pure function. */
package org.layergraft.graft;
