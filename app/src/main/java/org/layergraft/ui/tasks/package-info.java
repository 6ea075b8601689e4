/** Everything that runs: what it is, how far it is, how long it may still take, and how to stop it. */
package org.layergraft.ui.tasks;
