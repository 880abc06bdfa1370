"""Language: spaCy, gensim, NLTK; and functions by value with dill and cloudpickle; MLflow's folders."""

from __future__ import annotations

from .shelf import Shelf

_SENTENCES = [["a", "cat", "sat"], ["two", "dogs", "ran"], ["a", "system", "call"]] * 10


def of_spacy(shelf: Shelf) -> None:
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Acme"}])
    document = nlp("Acme bought two dogs. They ran.")
    shelf.save("pipeline", nlp.to_disk)
    shelf.save("documents.spacy", lambda path: DocBin(docs=[document]).to_disk(path))
    shelf.pickle("vocabulary", nlp.vocab)
    shelf.pickle("document", document)
    categories = spacy.blank("en")
    categories.add_pipe("textcat").add_label("yes")
    categories.initialize()
    shelf.save("categories", categories.to_disk)


def of_gensim(shelf: Shelf) -> None:
    from gensim.corpora import Dictionary
    from gensim.models import Doc2Vec, FastText, LdaModel, Phrases, TfidfModel, Word2Vec
    from gensim.models.doc2vec import TaggedDocument

    words = Dictionary(_SENTENCES)
    bags = [words.doc2bow(each) for each in _SENTENCES]
    vectors = Word2Vec(_SENTENCES, vector_size=8, min_count=1, workers=1)
    shelf.save("word2vec.model", lambda path: vectors.save(str(path)))
    shelf.save("vectors.kv", lambda path: vectors.wv.save(str(path)))
    shelf.save("words.dict", lambda path: words.save(str(path)))
    shelf.save("tfidf.model", lambda path: TfidfModel(bags).save(str(path)))
    shelf.save("lda.model", lambda path: LdaModel(bags, num_topics=2, id2word=words).save(str(path)))
    shelf.save("phrases.pkl", lambda path: Phrases(_SENTENCES).save(str(path)))
    fast = FastText(_SENTENCES, vector_size=8, min_count=1, workers=1, bucket=50)
    shelf.save("fasttext.model", lambda path: fast.save(str(path)))
    tagged = [TaggedDocument(each, [number]) for number, each in enumerate(_SENTENCES)]
    shelf.save("doc2vec.model", lambda path: Doc2Vec(tagged, vector_size=8, workers=1).save(str(path)))


def of_nltk(shelf: Shelf) -> None:
    import nltk
    from nltk.classify import NaiveBayesClassifier
    from nltk.stem import PorterStemmer
    from nltk.tag import UnigramTagger
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    shelf.pickle("punkt", PunktSentenceTokenizer("A cat sat. Two dogs ran."))
    shelf.pickle("bayes", NaiveBayesClassifier.train([({"a": 1}, "x"), ({"a": 2}, "y")]))
    shelf.pickle("stemmer", PorterStemmer())
    shelf.pickle("tagger", UnigramTagger([[("cat", "NN"), ("ran", "VB")]]))
    shelf.pickle("frequencies", nltk.FreqDist("mississippi"))


def of_mlflow(shelf: Shelf) -> None:
    import mlflow.sklearn
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.linear_model import LogisticRegression

    from .samples import data

    x, y, z, _ = data()
    shelf.save("logistic", lambda path: mlflow.sklearn.save_model(LogisticRegression().fit(x, y), path))
    shelf.save(
        "forest",
        lambda path: mlflow.sklearn.save_model(
            RandomForestRegressor(3).fit(x, z), path, serialization_format="pickle", input_example=x[:2]
        ),
    )


def of_dill(shelf: Shelf) -> None:
    import dill

    shelf.pickle("settings", {"a": [1, 2.5], "b": {"c"}}, module=dill)


def of_cloudpickle(shelf: Shelf) -> None:
    import cloudpickle
    from sklearn.linear_model import Ridge

    from .samples import data

    x, _, z, _ = data()
    shelf.pickle("ridge", Ridge().fit(x, z), module=cloudpickle)


def of_sentence_transformers(shelf: Shelf) -> None:
    import torch
    from sentence_transformers.models import Dense, Pooling

    shelf.save("pooling", lambda path: (path.mkdir(), Pooling(8).save(str(path))))
    shelf.save("dense", lambda path: (path.mkdir(), Dense(8, 4, activation_function=torch.nn.Tanh()).save(str(path))))
