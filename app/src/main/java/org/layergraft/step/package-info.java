/** One test step: the plan, the switches, the report, and the messages children speak. The runners live in the sub-packages. */
package org.layergraft.step;
