"""Later honest files: what is made of texts."""

from __future__ import annotations

from typing import Any

from .shelf import Shelf


def of_later_texts(shelf: Shelf) -> None:
    texts = [["one", "cat"], ["two", "dogs"], ["one", "dog"]] * 5

    def gensim() -> dict[str, Any]:
        from gensim import corpora, models

        words = corpora.Dictionary(texts)
        bags = [words.doc2bow(text) for text in texts]
        return {
            "later_words": lambda: words,
            "later_lda": lambda: models.LdaModel(bags, 2, words),
            "later_lsi": lambda: models.LsiModel(bags, num_topics=2),
            "later_tfidf": lambda: models.TfidfModel(bags),
            "later_doc2vec": lambda: models.Doc2Vec(
                [models.doc2vec.TaggedDocument(text, [k]) for k, text in enumerate(texts)], vector_size=4, min_count=1
            ),
            "later_fasttext": lambda: models.FastText(texts, vector_size=4, min_count=1),
            "later_vectors": lambda: models.Word2Vec(texts, vector_size=4, min_count=1).wv,
            "later_phrases": lambda: models.Phrases(texts, min_count=1),
        }

    def nltk() -> dict[str, Any]:
        import nltk

        return {
            "later_bayes": lambda: nltk.NaiveBayesClassifier.train([({"a": 1}, "u"), ({"a": 2}, "v")]),
            "later_tagger": lambda: nltk.UnigramTagger([[("a", "N")]], backoff=nltk.DefaultTagger("N")),
            "later_counts": lambda: nltk.FreqDist("abca"),
            "later_stemmer": lambda: nltk.PorterStemmer(),
            "later_tree": lambda: nltk.Tree("S", ["a"]),
            "later_tokenizer": lambda: nltk.RegexpTokenizer(r"\w+"),
        }

    def spacy() -> dict[str, Any]:
        import spacy

        return {"later_bytes": lambda: spacy.blank("en").to_bytes()}

    def rank_bm25() -> dict[str, Any]:
        from rank_bm25 import BM25Okapi

        return {"later_ranks": lambda: BM25Okapi(texts)}

    def vader() -> dict[str, Any]:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        return {"later_sentiment": SentimentIntensityAnalyzer}

    def textblob() -> dict[str, Any]:
        from textblob import TextBlob

        return {"later_blob": lambda: TextBlob("one cat")}

    def keras_texts() -> dict[str, Any]:
        from keras_preprocessing.text import Tokenizer

        def made() -> Any:
            found = Tokenizer(num_words=9)
            found.fit_on_texts(["one cat"])
            return found

        return {"later_tokens": made}

    def bs4() -> dict[str, Any]:
        from bs4 import BeautifulSoup

        return {"later_soup": lambda: BeautifulSoup("<p>a</p>", "html.parser")}

    def requests() -> dict[str, Any]:
        import requests

        return {"later_response": requests.Response, "later_cookies": requests.cookies.RequestsCookieJar}

    shelf.groups((gensim, nltk, spacy, rank_bm25, vader, textblob, keras_texts, bs4, requests))
