using System.Text;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>What a node reports about a connection that it could not forward.</summary>
internal static class PortForwardFault
{
    /// <summary>The failure of a connection.</summary>
    /// <param name="report">The report of the node, in UTF-8.</param>
    public static KubeApiException Of(MemoryStream report)
    {
        var text = TerminalText.Clean(Encoding.UTF8.GetString(report.GetBuffer(), 0, (int)report.Length)).Trim();
        // The rest are ids of the sandbox and its network.
        return new KubeApiException(
            FailureKind.StreamBroken,
            text.Contains("connection refused", StringComparison.OrdinalIgnoreCase) ? "no program in the pod listens on the port (connection refused)" : text,
            new IOException(text));
    }
}
