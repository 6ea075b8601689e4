/** Asks for the name and hyper-parameters of a layer that is about to be added. */
package org.layergraft.ui.newlayer;
