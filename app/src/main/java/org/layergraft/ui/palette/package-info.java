/** The kinds of layer, to be dragged onto the graph or picked by key. */
package org.layergraft.ui.palette;
