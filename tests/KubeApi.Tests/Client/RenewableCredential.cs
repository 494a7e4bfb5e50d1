using KubeApi.Client.Authentication;

namespace KubeApi.Tests.Client;

/// <summary>A token that the server refuses once, and a second one.</summary>
internal sealed class RenewableCredential(string first, string second) : ICredential
{
    private string _token = first;

    public string Description => "renewable";

    public ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RequestCredential.Bearer(_token, "the test"));

    public ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        var isNew = _token != second;
        _token = second;
        return ValueTask.FromResult(isNew);
    }
}
