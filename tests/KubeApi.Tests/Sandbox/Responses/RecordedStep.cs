namespace KubeApi.Tests.Sandbox.Responses;

/// <summary>One request, and the response of a real server.</summary>
/// <param name="Line">
/// `- spec.replicas=-1`: the object is posted with that in it; `~ …`: what is stored is replaced by it with that in it; `^ {…}`: a merge patch.
/// `/status` before it is a subresource. All of them with dryRun=All.
/// </param>
/// <param name="Results">The status, then the errors.</param>
internal sealed record RecordedStep(string Line, IReadOnlyList<string> Results)
{
    public char Kind => Line[0];

    public string Subresource => Rest.StartsWith('/') ? Rest[..Rest.IndexOf(' ', StringComparison.Ordinal)] : "";

    public string Text => Rest[Subresource.Length..].Trim();

    private string Rest => Line[1..].Trim();
}
