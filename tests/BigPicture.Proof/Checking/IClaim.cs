namespace BigPicture.Proof.Checking;

/// <summary>One thing that must hold of every history of a correct server.</summary>
internal interface IClaim
{
    /// <summary>The claim as a sentence.</summary>
    string Says { get; }

    /// <summary>Tells every case in which it does not hold; where clients cannot know, the server is believed.</summary>
    void Judge(Evidence evidence, Findings findings);
}
