/** Starting, talking to, cancelling and outliving child processes. */
package org.layergraft.process;
