/** "What would help?": every combination of switches, run and laid side by side. */
package org.layergraft.ui.matrix;
