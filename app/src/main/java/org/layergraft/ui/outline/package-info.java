/** The module tree, with marks where no gradient arrives. */
package org.layergraft.ui.outline;
