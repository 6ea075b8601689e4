/** Search over the modules, operators, parameters and shapes of the open model. */
package org.layergraft.ui.find;
