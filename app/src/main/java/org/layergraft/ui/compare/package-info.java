/** Two runs side by side: which parameters are in another state, and what was told otherwise. */
package org.layergraft.ui.compare;
