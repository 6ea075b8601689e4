package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program may go on for days: what was open in a window that is closed must not stay in memory. */
class ClosedWindowTest {

    private static final int PATIENCE = 50;
    private static final int BETWEEN_MILLIS = 100;

    @TempDir
    Path config;

    @Test
    void aClosedWindowIsForgottenWithItsModel() throws Exception {
        WeakReference<WorkbenchViewModel> model = openedAndClosed();
        for (int i = 0; i < PATIENCE && model.get() != null; i++) {
            System.gc();
            Fx.run(() -> {});
            Thread.sleep(BETWEEN_MILLIS);
        }
        assertNull(model.get());
    }

    private WeakReference<WorkbenchViewModel> openedAndClosed() throws Exception {
        var window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        window.layout();
        Fx.run(() -> window.model.running().run(true));
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.CHINESE)));
        window.layout();
        window.close();
        var model = new WeakReference<>(window.model);
        assertNotNull(model.get());
        return model;
    }
}
