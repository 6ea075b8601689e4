package org.layergraft.ui;

import org.junit.jupiter.api.Test;

class MainJobTest {

    @Test
    void aPersonMakesTheBugSeesItAndMendsItWithoutADisplay() throws Exception {
        MainJob.run();
    }
}
