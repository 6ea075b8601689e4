package org.layergraft.capture;

import java.util.StringJoiner;

/** A small capture for tests. */
public final class SmallCapture {

    /** A Linear in a module with an unused parameter, as capture.py writes it. */
    public static final String TEXT = """
        {"format":1,"kind":"layergraft-capture","time":"2026-11-26T11:28:00+00:00","versions":{"torch":"2.13.0","cuda":null},
        "rank":0,"world_size":1,"model":{"type":"Head","class":"train.Head","modules":[
        {"path":"","type":"Head","class":"train.Head","training":true,"arguments":["x"]},
        {"path":"fc","type":"Linear","class":"torch.nn.modules.linear.Linear","training":true,"arguments":["input"]}],
        "parameters":[
        {"name":"embed","aliases":[],"shape":[3],"dtype":"float32","device":"cpu","requires_grad":true,"elements":3},
        {"name":"fc.weight","aliases":[],"shape":[4,4],"dtype":"float32","device":"cpu","requires_grad":true,"elements":16}],
        "buffers":[]},"ddp":null,"iterations":[{"forwards":1,"backwards":1,"finished":true,"calls":[
        {"module":0,"parent":-1,"grad":true,"recompute":false,"segment":null,"inputs":[
        {"path":"0","shape":[2,4],"dtype":"float32","requires_grad":false,"node":-1,"port":0,"from":-1,"value":0}],"outputs":[
        {"path":"","shape":[2,4],"dtype":"float32","requires_grad":true,"node":0,"port":0,"from":-1,"value":-1}],"keywords":[]},
        {"module":1,"parent":0,"grad":true,"recompute":false,"segment":null,"inputs":[
        {"path":"0","shape":[2,4],"dtype":"float32","requires_grad":false,"node":-1,"port":0,"from":-1,"value":0}],"outputs":[
        {"path":"","shape":[2,4],"dtype":"float32","requires_grad":true,"node":0,"port":0,"from":-1,"value":-1}],"keywords":[]}],
        "graph":{"names":["MmBackward0","AccumulateGrad","MeanBackward0"],"op":[0,1,2],"call":[1,1,-1],"next":[[1],[],[0]],
        "port":[],"leaf":[[1,"parameter",1]]},
        "outputs":[{"path":"","shape":[2,4],"dtype":"float32","requires_grad":true,"node":0,"port":0,"parameter":-1,
        "found_1":true,"found_2":true,"sink":true}],"losses":[{"node":2,"port":0,"shape":[],"value":0.5}],"segments":[],
        "gradients":[
        {"state":"none","norm":null,"nonzero":0.0,"max":null,"fired":0,"undefined":0,"sparse":false,"before":false},
        {"state":"nonzero","norm":1.5,"nonzero":1.0,"max":1.0,"fired":1,"undefined":0,"sparse":false,"before":false}],
        "ready":[1],"failure":null,"notes":[],"collapsed":0}]}
        """;

    private static final String BEGINS = "\"iterations\":[";

    private SmallCapture() {}

    /** Several iterations of the same model. @param uses whether embed is in the loss, for each */
    public static String of(boolean... uses) {
        int start = TEXT.indexOf(BEGINS) + BEGINS.length();
        String plain = TEXT.substring(start, TEXT.lastIndexOf("]}"));
        String used = plain.replace(
                        "\"op\":[0,1,2],\"call\":[1,1,-1],\"next\":[[1],[],[0]]",
                        "\"op\":[0,1,2,1],\"call\":[1,1,-1,1],\"next\":[[1,3],[],[0],[]]")
                .replace("\"leaf\":[[1,\"parameter\",1]]", "\"leaf\":[[1,\"parameter\",1],[3,\"parameter\",0]]")
                .replace(
                        "\"none\",\"norm\":null,\"nonzero\":0.0,\"max\":null,\"fired\":0",
                        "\"nonzero\",\"norm\":1.0,\"nonzero\":1.0,\"max\":1.0,\"fired\":1")
                .replace("\"ready\":[1]", "\"ready\":[0,1]");
        var iterations = new StringJoiner(",");
        for (boolean each : uses) {
            iterations.add(each ? used : plain);
        }
        return TEXT.substring(0, start) + iterations + "]}";
    }
}
