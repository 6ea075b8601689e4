/** What is behind an error, and how to tell somebody who can mend it without telling where one's files lie. */
package org.layergraft.ui.report;
