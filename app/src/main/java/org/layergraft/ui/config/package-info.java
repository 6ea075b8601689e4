/** The pane with a training config, and the card on which a change of it is reviewed. */
package org.layergraft.ui.config;
