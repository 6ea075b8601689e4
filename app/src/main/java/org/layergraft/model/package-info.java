/** What a model is: modules, parameters and the flow of values through each forward. Pure records; knows nothing else. */
package org.layergraft.model;
