package org.layergraft.ui;

import org.junit.jupiter.api.Test;

class MainJobTest {

    @Test
    void aPersonMakesTheBugSeesItAndMendsItWithoutADisplay() throws Exception {
        MainJob.startToolkit();
        try (var job = new MainJob()) {
            job.run();
        }
    }
}
