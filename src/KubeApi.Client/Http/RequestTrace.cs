namespace KubeApi.Client.Http;

/// <summary>One request as it went over the wire. Holds no credential.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Uri">The address.</param>
/// <param name="StatusCode">The answer's status code; 0 if there was none.</param>
/// <param name="Elapsed">From sending until the head of the answer.</param>
/// <param name="AuditId">The id under which the server's audit log has it; empty if the server gave none.</param>
public sealed record RequestTrace(string Method, Uri Uri, int StatusCode, TimeSpan Elapsed, string AuditId)
{
    /// <summary>One line: <c>GET https://… 200 in 12 ms (audit id …)</c>.</summary>
    public override string ToString() =>
        $"{Method} {Uri.AbsoluteUri} {(StatusCode == 0 ? "failed" : StatusCode)} in {Elapsed.TotalMilliseconds:F0} "
            + $"ms{(AuditId.Length > 0 ? $" (audit id {AuditId})" : "")}";
}
