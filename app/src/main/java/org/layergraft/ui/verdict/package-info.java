/** One sentence about the last run, PyTorch's message, and what would help. */
package org.layergraft.ui.verdict;
