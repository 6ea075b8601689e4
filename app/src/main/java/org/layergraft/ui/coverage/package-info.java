/** The table of parameters: which gradient arrived on which rank. */
package org.layergraft.ui.coverage;
