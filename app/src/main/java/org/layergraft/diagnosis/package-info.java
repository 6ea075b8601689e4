/** From reports to words: verdict, coverage, explanation, fixes, and the matrix of switches. */
package org.layergraft.diagnosis;
