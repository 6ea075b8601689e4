/** Everything that can be done, found by typing. */
package org.layergraft.ui.commands;
