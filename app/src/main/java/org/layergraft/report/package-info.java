/** What was done to a model and what came of it, as a document to keep: HTML, PDF and Markdown. */
package org.layergraft.report;
