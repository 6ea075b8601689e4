/** What can be done with a place of the model: context menus, renaming, freezing by pattern. */
package org.layergraft.ui.menu;
