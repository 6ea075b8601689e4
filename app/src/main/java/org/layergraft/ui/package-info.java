/** The window: one sub-package per pane, each with its controller, view model and control. */
package org.layergraft.ui;
