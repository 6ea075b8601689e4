/** The open document: a base archive, its edit log, the settings of a run, and its runs. */
package org.layergraft.experiment;
