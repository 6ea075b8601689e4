/** What the window shows while nothing is open. */
package org.layergraft.ui.start;
