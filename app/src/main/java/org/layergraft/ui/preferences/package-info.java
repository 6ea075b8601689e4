/** What somebody likes, whatever is open. */
package org.layergraft.ui.preferences;
