/** What every pane needs: words, background work, screens, actions, remembered settings. Knows no pane. */
package org.layergraft.ui.common;
