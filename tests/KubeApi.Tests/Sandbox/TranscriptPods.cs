using KubeApi.Sandbox.Streams;

namespace KubeApi.Tests.Sandbox;

/// <summary>Plays the scripts of the recorded pods that need a shell, which the sandbox does not have.</summary>
internal static class TranscriptPods
{
    public static Task<int>? Run(ContainerProcess process) => process.Command is not ["sh", "-c", var script] ? null : script switch
    {
        "for i in 1 2 3 4 5; do echo a line $i; done; echo a err >&2; sleep 3600" =>
            RunOnAsync(process, "a line 1\na line 2\na line 3\na line 4\na line 5\n", "a err\n"),
        "echo b line 1; sleep 3600" => RunOnAsync(process, "b line 1\n"),
        "echo box; mkdir -p /data; sleep 3600" => RunOnAsync(process, "box\n"),
        "for i in 1 2 3 4; do echo tick $i; sleep 1; done; exit 2" => process.RespondAsync("tick 1\ntick 2\ntick 3\ntick 4\n", exitCode: 2),
        "echo out; echo err >&2; exit 3" => process.RespondAsync("out\n", "err\n", 3),
        _ => null,
    };

    private static async Task<int> RunOnAsync(ContainerProcess process, string output, string error = "")
    {
        await process.RespondAsync(output, error);
        await Task.Delay(Timeout.Infinite, process.Ended);
        return 0;
    }
}
