namespace KubeApi.Client.Authentication;

/// <summary>
/// The caller that waits for a credential, with the console and the thread that a plugin or a script may use. An observer of requests can implement it.
/// Called on any thread.
/// </summary>
public interface ICredentialCaller
{
    /// <summary>Whether a plugin may prompt the user on this caller's console.</summary>
    bool HasConsole { get; }

    /// <summary>The lock that a plugin holds while it may prompt, if several connections share one console; otherwise null.</summary>
    SemaphoreSlim? ConsoleLock => null;

    /// <summary>Whether the caller waits for a program or a script. Completion does not wait; it uses only cached credentials.</summary>
    bool WaitsForPrograms { get; }

    /// <summary>Shows a line from a plugin to the user.</summary>
    void Notice(string line);

    /// <summary>Runs work on the caller's own thread the next time that thread waits, which may never happen.</summary>
    void Invoke(Action work);
}
