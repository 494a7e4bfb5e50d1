namespace KubeApi.Client.Authentication;

/// <summary>Whoever waits while a credential is made, and can lend a hand: an observer of requests may be one, too. Called on any thread.</summary>
public interface ICredentialCaller
{
    /// <summary>Whether a plugin may ask the user: there is a console, and it is this caller's.</summary>
    bool HasConsole { get; }

    /// <summary>Is held by a plugin while it may ask the user, where several connections share one console; null where there is only one.</summary>
    SemaphoreSlim? ConsoleLock => null;

    /// <summary>Whether it waits while a program or a script makes a credential; a key press does not, for it only one that is kept will do.</summary>
    bool IsPatient { get; }

    /// <summary>A plugin has a line for the user.</summary>
    void Notice(string line);

    /// <summary>Has something done on the caller's own thread, when that waits next; perhaps never.</summary>
    void Invoke(Action work);
}
