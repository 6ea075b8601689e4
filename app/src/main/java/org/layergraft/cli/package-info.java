/** The command line: one class per command. */
package org.layergraft.cli;
