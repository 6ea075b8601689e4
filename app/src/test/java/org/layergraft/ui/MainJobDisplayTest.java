package org.layergraft.ui;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class MainJobDisplayTest {

    @Test
    @EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+", disabledReason = "no display: no real mouse")
    void aPersonMakesTheBugSeesItAndMendsItByRealMouse() throws Exception {
        MainJob.run();
    }
}
