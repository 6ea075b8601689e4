/** Every key, in one card. */
package org.layergraft.ui.keys;
