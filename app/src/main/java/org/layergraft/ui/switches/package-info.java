/** What a run can be told, each with what it does and costs. */
package org.layergraft.ui.switches;
