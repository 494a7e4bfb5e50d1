namespace KubeApi.Client.Http;

/// <summary>One request on the wire. Contains no credential.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Uri">The address.</param>
/// <param name="StatusCode">The response's status code; 0 if there was none.</param>
/// <param name="Elapsed">The time from sending to the head of the response.</param>
/// <param name="AuditId">The id of the request in the server's audit log; empty if the server sent none.</param>
public sealed record RequestTrace(string Method, Uri Uri, int StatusCode, TimeSpan Elapsed, string AuditId)
{
    /// <summary>One line: <c>GET https://… 200 in 12 ms (audit id …)</c>.</summary>
    public override string ToString() =>
        $"{Method} {Uri.AbsoluteUri} {(StatusCode == 0 ? "failed" : StatusCode)} in {Elapsed.TotalMilliseconds:F0} "
            + $"ms{(AuditId.Length > 0 ? $" (audit id {AuditId})" : "")}";
}
