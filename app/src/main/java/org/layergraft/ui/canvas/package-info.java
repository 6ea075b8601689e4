/**
 * The graph canvas. What is drawn ({@link org.layergraft.ui.canvas.Drawing}) and where ({@link
 * org.layergraft.ui.canvas.Layout}) are plain data without JavaFX; {@link org.layergraft.ui.canvas.GraphCanvas} draws them in
 * the window, {@link org.layergraft.ui.canvas.GraphSvg} in a file.
 */
package org.layergraft.ui.canvas;
