package org.layergraft.ui;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.experiment.FileHash;
import org.layergraft.graft.TypedCode;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.Tasks;

/**
 * Nothing of a file is executed before the person has said once that it may. Files are known by hash, so a file that changed is another
 * one; layers whose code came with an experiment file count as well as the model.
 */
final class TrustViewModel {

    /** What was allowed. Its methods may take a moment. */
    interface Memory {

        /** For pictures and tests: nothing is asked. */
        Memory OF_EVERYTHING = new Memory() {
            @Override
            public boolean comesWithUs(Path model) {
                return true;
            }

            @Override
            public boolean has(String hash) {
                return true;
            }

            @Override
            public void add(String hash, String name) {
                // It is there already.
            }
        };

        /** Is it part of the program? */
        boolean comesWithUs(Path model);

        boolean has(String hash);

        /** @param name for people who look */
        void add(String hash, String name);
    }

    /**
     * What waits for an answer.
     *
     * @param file what is asked about: the model that runs, or the experiment file where code came with it
     * @param model that runs
     * @param code whether code of layers came with the experiment file
     * @param unknown what would be allowed, by hash, with its name
     * @param run what is run then
     */
    record Asked(Path file, Path model, boolean code, Map<String, String> unknown, Runnable run) {}

    private final Memory memory;
    private final FilesViewModel files;
    private final Tasks tasks;
    private final Announcements announcements;
    private final Set<String> allowed = new HashSet<>();
    private final ReadOnlyObjectWrapper<Optional<Asked>> waiting = new ReadOnlyObjectWrapper<>(Optional.empty());

    TrustViewModel(Memory memory, FilesViewModel files, Tasks tasks, Announcements announcements) {
        this.memory = memory;
        this.files = files;
        this.tasks = tasks;
        this.announcements = announcements;
    }

    /** Runs it at once where the person has allowed it, else when they do. */
    void whenTrusted(Runnable run) {
        waiting.set(Optional.empty());
        if (memory == Memory.OF_EVERYTHING) {
            run.run();
            return;
        }
        var model = files.model();
        String code = files.typedCode();
        tasks.start(
                () -> unknown(model, code),
                unknown -> {
                    unknown.keySet().removeAll(allowed);
                    if (files.model() != model || !files.typedCode().equals(code)) {
                        // Another file is open meanwhile, and nobody asked to run that one.
                        return;
                    }
                    if (unknown.isEmpty()) {
                        run.run();
                    } else {
                        waiting.set(Optional.of(new Asked(
                                code.isEmpty()
                                        ? model.file()
                                        : files.shownProperty().get().orElse(model.file()),
                                model.file(),
                                !code.isEmpty(),
                                unknown,
                                run)));
                    }
                },
                announcements::report);
    }

    private Map<String, String> unknown(OpenedModel model, String code) throws LayergraftException {
        var unknown = new LinkedHashMap<String, String>();
        if (!memory.comesWithUs(model.file())) {
            unknown.put(model.hashNow(), model.file().getFileName().toString());
        }
        if (!code.isEmpty()) {
            unknown.put(FileHash.of(code), "layers of " + model.file().getFileName());
        }
        unknown.keySet().removeIf(memory::has);
        return unknown;
    }

    /** The person allows what was asked for. */
    void allow() {
        var asked = waiting.get();
        waiting.set(Optional.empty());
        asked.ifPresent(a -> {
            allowed.addAll(a.unknown().keySet());
            remember(a.unknown());
            a.run().run();
        });
    }

    private void remember(Map<String, String> hashes) {
        tasks.start(
                () -> {
                    hashes.forEach(memory::add);
                    return hashes;
                },
                _ -> {},
                announcements::report);
    }

    void refuse() {
        waiting.set(Optional.empty());
    }

    /** What is saved of something that may run may run. */
    void saved(Path file, boolean isModel) {
        if (memory == Memory.OF_EVERYTHING) {
            return;
        }
        var model = files.model();
        String came = files.typedCode();
        String code = files.content().map(c -> TypedCode.of(c.log().all())).orElse("");
        var allowedNow = Set.copyOf(allowed);
        tasks.start(
                () -> {
                    var unknown = unknown(model, came);
                    unknown.keySet().removeAll(allowedNow);
                    if (unknown.isEmpty() && (isModel || !code.isEmpty())) {
                        memory.add(
                                isModel ? FileHash.of(file) : FileHash.of(code),
                                file.getFileName().toString());
                    }
                    return unknown;
                },
                _ -> {},
                // What it knows nothing of is asked for when it is to run.
                _ -> {});
    }

    ReadOnlyObjectProperty<Optional<Asked>> waitingProperty() {
        return waiting.getReadOnlyProperty();
    }
}
